; The installer of the Windows program: for one user, without administrator, Simplified Chinese.
; Made by packaging/windows_installer.py with
;   -DVERSION=0.1.0 -DSOURCE=folder of the program -DICON=file -DOUT=file.exe -DNEEDED_MB=room for installing
;   -DPYTHON=interpreter -DPATCH=chinese_head.py
;   [-DQUICK] no compression, for tests   [-DSIGN=command] signs the installer and the uninstaller
;
; Switches: /S silent, /D=folder (last), /UPDATE started by the program that has just ended, /DELETEDATA on uninstalling.
; Exit codes of a silent run: 0 done, 2 broken off, 10 Windows too old, 11 a newer version is installed,
; 12 the program is open, 13 disk full, 14 the folder cannot be written, 15 writing failed and the old version is back.

!packhdr "${OUT}.head" '"${PYTHON}" "${PATCH}" "${OUT}.head"'
Unicode true
!ifndef TARGET
  !define TARGET amd64-unicode
!endif
Target ${TARGET}
ManifestDPIAware true
RequestExecutionLevel user
CRCCheck force
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"

!define APP "双重预防桌面版"
!define EXE "ymh-desktop.exe"
!define KEY "Software\ymh-desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ymh-desktop"
!define PROGID "ymh-desktop.package"
!define OLDEST_BUILD 17763 ; Windows 10 1809, what Qt asks for

Name "${APP}"
Caption "${APP} ${VERSION} 安装"
BrandingText " "
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\ymh-desktop"
InstallDirRegKey HKCU "${KEY}" "InstallDir"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_CUSTOMFUNCTION_ABORT BringOldBack
!define MUI_ABORTWARNING_TEXT "还没有装完，真的不装了吗？"
!define MUI_DIRECTORYPAGE_TEXT_TOP "不用管理员，只给现在登录的人装。文件夹不用改，直接点“安装”。$\r$\n$\r$\n企业的资料另外放，重装、升级都不会丢。"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!define MUI_FINISHPAGE_TITLE "装好了"
!define MUI_FINISHPAGE_TEXT "桌面上有“${APP}”的图标，以后双击它打开。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将从这台电脑卸载${APP}。企业的资料不会删。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductName" "${APP}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileDescription" "${APP} 安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "LegalCopyright" "Apache License 2.0"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Updating ; 1 when the program handed over to us
Var SetAside ; 1 while the old version waits beside the new one

; Say a sentence and end with this exit code.
!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

Function .onInit
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    ${Refuse} 10 "这台电脑的 Windows 太旧，装不了${APP}：要 Windows 10（1809 版以后）或 Windows 11，64 位。$\r$\n$\r$\n可以装在另一台电脑上，把现场问答表、检查表打印出来，用纸填，回去再按纸录入。"
  ${EndIf}
  StrCpy $Updating 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPDATE" $1
  ${IfNot} ${Errors}
    StrCpy $Updating 1
    SetAutoClose true
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
    ${AndIf} ${FileExists} "$INSTDIR\${EXE}"
      ${Refuse} 11 "这台电脑上装的是更新的 $0 版，不能换成旧的 ${VERSION} 版。$\r$\n$\r$\n现在的版本可以照常用，不用再装。"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function SkipWhenUpdating
  ${If} $Updating == 1
    Abort
  ${EndIf}
FunctionEnd

; Leaves the page open when nothing can be written there.
Function CheckFolder
  Call CanWrite
  Pop $0
  ${If} $0 == 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "这个文件夹里不能存东西：$\r$\n$INSTDIR$\r$\n$\r$\n请换一个文件夹，或者用原来给的那个。"
    Abort
  ${EndIf}
FunctionEnd

; Pushes 1 when the folder is there or could be made, and a file could be made in it.
Function CanWrite
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $1 "$INSTDIR\.ymh-probe" w
  ${If} ${Errors}
    Push 0
  ${Else}
    FileClose $1
    Delete "$INSTDIR\.ymh-probe"
    Push 1
  ${EndIf}
FunctionEnd

; Pushes 1 when the program file can be opened for writing, so nobody runs it.
!macro IsClosed UN
Function ${UN}IsClosed
  ${IfNot} ${FileExists} "$INSTDIR\${EXE}"
    Push 1
    Return
  ${EndIf}
  ClearErrors
  FileOpen $1 "$INSTDIR\${EXE}" a
  ${If} ${Errors}
    Push 0
  ${Else}
    FileClose $1
    Push 1
  ${EndIf}
FunctionEnd

; Comes back when the program has ended; after an update was handed over that takes a moment.
Function ${UN}WaitUntilClosed
  StrCpy $2 0
  ${Do}
    Call ${UN}IsClosed
    Pop $0
    ${If} $0 == 1
      Return
    ${EndIf}
    ${If} $Updating == 1
    ${AndIf} $2 < 60
      IntOp $2 $2 + 1
      Sleep 500
    ${Else}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${APP}还开着。$\r$\n$\r$\n请先关掉它的窗口（右上角的叉），再点“重试”。看不到窗口的，请注销或重启电脑后再来。" /SD IDCANCEL IDRETRY again
      SetErrorLevel 12
      Quit
      again:
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro IsClosed ""
!insertmacro IsClosed "un."

Section "-Program"
  SetDetailsPrint textonly
  DetailPrint "请稍等，大约一两分钟。"
  SetDetailsPrint none
  SetOutPath "$TEMP"
  Call CanWrite
  Pop $0
  ${If} $0 == 0
    ${Refuse} 14 "装不进去，这个文件夹里不能存东西：$\r$\n$INSTDIR$\r$\n$\r$\n请重新打开安装程序，换一个文件夹。"
  ${EndIf}
  Call WaitUntilClosed
  Call CheckRoom
  Call SetOldAside
  SetOutPath "$INSTDIR"
  SetOverwrite on
  File /r "${SOURCE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${IfNot} ${FileExists} "$INSTDIR\${EXE}"
    Call BringOldBack
    ${Refuse} 15 "没有装成。原来的版本还在，可以照常用。$\r$\n$\r$\n请腾出一些磁盘空间，或者先退出杀毒软件，再装一次。"
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\_internal.old"
  Delete "$INSTDIR\${EXE}.old"
  StrCpy $SetAside 0
  Call TellWindows
SectionEnd

; On one disk the old and the new version lie beside each other until the new one is complete.
Function CheckRoom
  ${GetRoot} "$INSTDIR" $0
  StrCpy $1 "$INSTDIR"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w r1, *l .r2, *l, *l) i.r3'
  ${If} $3 <> 0
    System::Int64Op $2 / 1048576
    Pop $2
    ${If} $2 < ${NEEDED_MB}
      ${Refuse} 13 "磁盘 $0 只剩 $2 MB，装不下，要 ${NEEDED_MB} MB。$\r$\n$\r$\n请删掉一些不用的文件，或者换一个盘，再装一次。$\r$\n原来装过的可以照常用。"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Renaming is refused while a file inside is in use, and undone at once when anything goes wrong later.
Function SetOldAside
  ${If} ${FileExists} "$INSTDIR\_internal.old\*.*"
    RMDir /r "$INSTDIR\_internal" ; what an earlier attempt had left unfinished
    Delete "$INSTDIR\${EXE}"
    StrCpy $SetAside 1
  ${ElseIf} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
    Rename "$INSTDIR\${EXE}" "$INSTDIR\${EXE}.old"
    StrCpy $SetAside 1
    ${If} ${Errors}
      Call BringOldBack
      ${Refuse} 12 "${APP}还有文件开着，换不了新的。原来的版本可以照常用。$\r$\n$\r$\n请关掉程序和杀毒软件的扫描窗口，再装一次。"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function BringOldBack
  ${If} $SetAside == 1
    SetOutPath "$TEMP"
    ${If} ${FileExists} "$INSTDIR\_internal.old\*.*"
      RMDir /r "$INSTDIR\_internal"
      Rename "$INSTDIR\_internal.old" "$INSTDIR\_internal"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\${EXE}.old"
      Delete "$INSTDIR\${EXE}"
      Rename "$INSTDIR\${EXE}.old" "$INSTDIR\${EXE}"
    ${EndIf}
    StrCpy $SetAside 0
  ${EndIf}
FunctionEnd

; NSIS comes here after it could not write a file and has said so.
Function .onInstFailed
  Call BringOldBack
  SetErrorLevel 15
FunctionEnd

Function .onInstSuccess
  ${If} $Updating == 1
    Exec '"$INSTDIR\${EXE}"'
  ${EndIf}
FunctionEnd

Function TellWindows
  SetOutPath "$INSTDIR" ; where a shortcut starts the program
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}"
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${EXE}"
  SetOutPath "$TEMP"
  WriteRegStr HKCU "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${INSTALLED_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  WriteRegStr HKCU "Software\Classes\${PROGID}" "" "${APP}的文件"
  WriteRegStr HKCU "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" --open "%1"'
  WriteRegStr HKCU "Software\Classes\.asice" "" "${PROGID}"
  WriteRegStr HKCU "Software\Classes\.asice\OpenWithProgids" "${PROGID}" ""
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

Function un.onInit
  StrCpy $Updating 0
FunctionEnd

Section "Uninstall"
  SetDetailsPrint textonly
  DetailPrint "请稍等。"
  SetDetailsPrint none
  SetOutPath "$TEMP"
  Call un.WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_internal.old"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\${EXE}.old"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays when somebody put files of their own there
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Classes\${PROGID}"
  DeleteRegValue HKCU "Software\Classes\.asice\OpenWithProgids" "${PROGID}"
  ReadRegStr $0 HKCU "Software\Classes\.asice" ""
  ${If} $0 == "${PROGID}"
    DeleteRegValue HKCU "Software\Classes\.asice" ""
  ${EndIf}
  Call un.AskAboutData
SectionEnd

; The data stays unless it is asked for twice, or with /DELETEDATA.
Function un.AskAboutData
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\ymh-desktop"
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "$LOCALAPPDATA\ymh-desktop\data\*.*"
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "程序已经卸载。企业的资料还在这台电脑里，重新装上还能接着用：$\r$\n$LOCALAPPDATA\ymh-desktop\data$\r$\n$\r$\n要把资料也删掉吗？" /SD IDNO IDYES sure
  Return
  sure:
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "删掉就找不回来了：风险、隐患、照片、上报记录和签名密钥全都没有了。$\r$\n$\r$\n真的删掉吗？" /SD IDNO IDYES delete
  Return
  delete:
  RMDir /r "$LOCALAPPDATA\ymh-desktop"
FunctionEnd
