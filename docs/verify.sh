#!/bin/bash
# 核对签过名的文件。用法：bash verify.sh 上报包.zip trust.pem      要装 unzip 和 openssl（Debian：apt install unzip openssl）
# trust.pem：登记过的证书，指纹要先和盖章的登记表逐组核对。最后一行是“OK 通过”才算通过。步骤见 package-format.md。
set -u
bad() { echo "FAIL 未通过：$*"; exit 1; }
again="请不要使用，请发送方重新发送原始文件（不要解压后再压缩）。"
quads() { tr a-f A-F | tr -cd 0-9A-F | fold -w4 | paste -sd' '; }
[ $# = 2 ] || bad "要写两个文件。用法：bash verify.sh 上报包.zip trust.pem"
for t in unzip openssl; do command -v $t >/dev/null || bad "这台电脑没有 $t，请先运行 apt install unzip openssl。"; done
for f in "$1" "$2"; do [ -f "$f" ] && [ -r "$f" ] || bad "读不了文件“$f”，请检查文件名和所在的文件夹。"; done
F=$(readlink -f "$1"); T=$(readlink -f "$2"); W=$(mktemp -d) || bad "不能写临时文件，请看磁盘是不是满了。"
trap 'rm -rf "$W"' EXIT; cd "$W" || exit 1
openssl x509 -in "$T" -noout 2>err || bad "“$2”里没有证书。请先登记证书，再核对。"

# 一、压缩包的目录
unzip -Z1 "$F" >list 2>err || bad "“$1”不完整，或者不是签过名的文件。$again"
LC_ALL=C sort list >names
[ -z "$(uniq -d names)" ] || bad "压缩包里有同名的文件，被改动过。$again"
! grep -q '/$' names || bad "文件被重新打包过。$again"
! LC_ALL=C grep -qE '(^/|\.\.|\\|[^ -~])' names || bad "压缩包里有不该有的文件名，被改动过。$again"
for m in META-INF/ASiCManifest.xml META-INF/signature.p7s package.json; do
  grep -qxF $m names || bad "里面没有 $m，不是签过名的文件，或者被重新打包过。$again"
done
shut="“$1”解不开，已经损坏，或者加了解压密码。$again"
take() { unzip -P '' "$@" 2>err </dev/null; }

# 二、签名：先看和清单对不对得上，再看是谁签的，两种毛病有两种办法
take -p "$F" META-INF/ASiCManifest.xml >m.xml && take -p "$F" META-INF/signature.p7s >s.p7s || bad "$shut"
cms() { openssl cms -verify -binary -inform DER -in s.p7s -content m.xml -out /dev/null "$@" 2>err; }
cms -noverify -signer who.pem || bad "签名和清单对不上，文件被改动过。$again"
who() { openssl x509 -in who.pem -noout -subject -nameopt multiline,-esc_msb,utf8 | sed -n "s/^ *$1 *= //p" | head -n1; }
code=$(who organizationIdentifier | sed 's/^[A-Z]*-//'); firm="$(who organizationName)${code:+（$code）}"
mark=$(openssl x509 -in who.pem -outform DER | sha256sum | cut -c1-64 | quads)
if ! cms -CAfile "$T" -purpose any; then
  case $(cat err) in
    *"has expired"*)
      until=$(date -d "$(openssl x509 -in who.pem -noout -enddate | cut -d= -f2)" +%F)
      bad "“$firm”的证书 $until 到期了。请对方换新密钥，登记后重新发送。" ;;
    *"not yet valid"*) bad "“$firm”的证书还没有到生效的日期。请检查这台电脑的日期；日期不错的，打电话问对方。" ;;
    *)
      sheet="请和盖章的登记表逐组核对：一致的登记后再核对文件，不一致的不要使用。"
      bad "签名的密钥没有登记在“$2”里。证书上写的是“$firm”，指纹 $mark。$sheet" ;;
  esac
fi

# 三、清单里的每个文件
mkdir d; take -q "$F" -d d >list || bad "$shut"; cd d || exit 1
tr -d '\r' <../m.xml | sed -n 's|^<asic:DataObjectReference URI="\([^"]*\)".*<ds:DigestValue>\([^<]*\)</ds:DigestValue></asic:DataObjectReference>$|\1 \2|p' >../refs
n=$(wc -l <../refs)
[ "$(grep -o '<asic:DataObjectReference ' ../m.xml | wc -l)" = "$n" ] ||
  bad "签名清单的写法这个脚本不认识。请用双重预防桌面版核对，或者请对方重新导出。"
while read -r u v; do
  [ -f "$u" ] || bad "少了文件 $u。$again"
  [ "$(openssl dgst -sha256 -binary "$u" | base64 -w0)" = "$v" ] || bad "文件 $u 签名以后被改动过。$again"
done <../refs
{ cut -d' ' -f1 ../refs; printf 'mimetype\nMETA-INF/ASiCManifest.xml\nMETA-INF/signature.p7s\n'; } |
  LC_ALL=C sort | cmp -s - ../names || bad "多了没有签名的文件，被改动过。$again"

# 四、“编号”是回执里要照抄的一段；夹在里面的别的文件的编号先去掉
digest=$(sha256sum <../m.xml | cut -c1-64)
header=$(tr -d '\r\n' <package.json | sed -E 's/"(previous|in_reply_to)" *: *\{[^}]*\}//g')
id=$(echo "$header" | grep -oE '"package_id" *: *"[0-9a-f-]{36}"' | head -n1 | cut -d'"' -f4)
number=$(echo "$header" | grep -oE '"sequence" *: *[0-9]+' | head -n1 | grep -oE '[0-9]+$')
echo "校验码　$(echo "$digest" | cut -c1-16 | quads)"
echo "指纹　　$mark"
echo "编号　　\"package_id\": \"$id\", \"manifest_sha256\": \"$digest\", \"sequence\": $number"
echo "OK 通过 $n 个文件，第 $number 号，签名单位：$firm"
