/* A python.exe for the assembled interpreter: the DLL does everything. Compiled by packaging/windows_python.py. */
#include <stdio.h>
#include <windows.h>

typedef int (*PyMain)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    HMODULE python = LoadLibraryW(PYTHON_DLL);
    if (!python) {
        fwprintf(stderr, L"cannot load %ls: error %lu\n", PYTHON_DLL, GetLastError());
        return 101;
    }
    PyMain run = (PyMain)(void *)GetProcAddress(python, "Py_Main");
    return run ? run(argc, argv) : 102;
}
