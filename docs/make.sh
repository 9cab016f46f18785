#!/bin/bash
# 部门不装程序，自己做一份签名的回执或督办单。要装 openssl 和 zip（Debian：apt install openssl zip）
# 用法：bash make.sh 文件夹 镇.pem 镇.key 回执.zip [签发机构.pem]     文件夹里是 package.json、data/…，写法和步骤见 package-format.md
# 签名时间 created_at、签名密钥 cert_sha256 和空着的 package_id 由本脚本填；文件夹里的原文件不改。自己做的证书不用写签发机构。
set -eu
bad() { echo "没有做成：$*" >&2; exit 1; }
[ $# = 4 ] || [ $# = 5 ] || bad "要写四样。用法：bash make.sh 文件夹 镇.pem 镇.key 回执.zip"
for t in openssl zip; do command -v $t >/dev/null || bad "这台电脑没有 $t，请先运行 apt install openssl zip。"; done
[ -d "$1" ] || bad "找不到文件夹“$1”。"
for f in "$1/package.json" "$2" "$3" ${5:+"$5"}; do [ -r "$f" ] || bad "读不了文件“$f”，请检查文件名和所在的文件夹。"; done
[ -d "$(dirname "$4")" ] || bad "找不到要写到的文件夹“$(dirname "$4")”。"
CRT=$(readlink -f "$2"); KEY=$(readlink -f "$3"); CA=${5:+$(readlink -f "$5")}
OUT=$(readlink -f "$(dirname "$4")")/$(basename "$4"); W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
PUB=$(openssl x509 -in "$CRT" -noout -pubkey 2>/dev/null) || bad "“$2”不是证书。"
[ "$(openssl pkey -in "$KEY" -pubout 2>/dev/null)" = "$PUB" ] || bad "“$3”不是证书“$2”的密钥。"
openssl x509 -in "$CRT" -noout -checkend 0 >/dev/null || bad "证书“$2”到期了，请重新做密钥和证书。"

cp -r "$1" "$W/d"; cd "$W/d"; rm -rf META-INF mimetype checksums.sha256; mkdir META-INF
for f in package.json data/*.json; do
  [ -f "$f" ] || bad "文件夹里没有 data/….json。"
  LC_ALL=C sed -i '1s/^\xef\xbb\xbf//' "$f"      # 记事本会在最前面加一个看不见的记号，对方不收
  ! grep -q '【' "$f" || bad "$f 里的【……】还没有换成编号。编号用 verify.sh 核对时打印。"
  if command -v python3 >/dev/null && ! python3 -m json.tool "$f" >/dev/null 2>"$W/err"; then
    L=$(sed -nE 's/.*line ([0-9]+) column.*/\1/p' "$W/err" | head -n1)
    [ -n "$L" ] || bad "$f 不是 UTF-8 的文字，请另存为 UTF-8。"
    bad "$f 写得不对，请看第 $L 行附近的引号、逗号和括号。"
  fi
done
H=$(tr -d '\r\n' <package.json)          # 一行，下面好找；JSON 的文字里不会有换行
for m in format format_version kind package_id issuer sequence created_at signer cert_sha256 profiles files; do
  case $H in *"\"$m\""*) ;; *) bad "package.json 里没有 \"$m\"，请照例子补上。" ;; esac
done
if [ -f data/receipt.json ]; then         # 两个文件要说同一件事，不然企业打不开
  A=$(echo "$H" | grep -oE '"in_reply_to" *: *\{[^}]*' | grep -oE '[0-9a-f]{64}') || bad "package.json 的 in_reply_to 里没有编号。"
  grep -q "$A" data/receipt.json || bad "package.json 和 data/receipt.json 里，上报包的编号不一样。"
  result() { tr -d ' \r\n' | grep -oE '"result":"[a-z]*"' || true; }
  [ "$(echo "$H" | result)" = "$(result <data/receipt.json)" ] || bad "package.json 和 data/receipt.json 里，result 不一样。"
fi
FP=$(openssl x509 -in "$CRT" -outform DER | sha256sum | cut -c1-64)
R=$(openssl rand -hex 9); T=$(printf %012x "$(date +%s%3N)")      # 编号按时间排（UUID 第 7 版）
echo "$H" | sed -E "s/(\"created_at\" *: *)\"[^\"]*\"/\1\"$(date +%FT%T%:z)\"/
  s/(\"signer\"[^}]*\"cert_sha256\" *: *)\"[^\"]*\"/\1\"$FP\"/
  s/(\"package_id\" *: *)\"\"/\1\"${T:0:8}-${T:8:4}-7${R:0:3}-8${R:3:3}-${R:6:12}\"/" >package.json
for f in $(grep -oE '"path" *: *"[^"]*"' package.json | cut -d'"' -f4); do
  [ -f "$f" ] || bad "package.json 里写了 $f，文件夹里没有这个文件。"
done
printf 'application/vnd.etsi.asic-e+zip' >mimetype
find . -type f ! -name mimetype ! -path './META-INF/*' -printf '%P\n' | LC_ALL=C sort >"$W/list"
N=$(LC_ALL=C grep -vxE '([a-z0-9][a-z0-9_-]{0,63}/){0,4}[a-z0-9][a-z0-9_-]{0,79}(\.[a-z0-9]{1,8}){1,2}' "$W/list" | head -n1) || true
[ -z "$N" ] || bad "文件名“$N”对方不收：只能用小写字母、数字和 - _，带扩展名，例如 docs/receipt.pdf。"

xargs -d '\n' sha256sum <"$W/list" >checksums.sha256; echo checksums.sha256 >>"$W/list"; M=META-INF/ASiCManifest.xml
{
  printf '<?xml version="1.0" encoding="UTF-8"?>\r\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\r\n<asic:SigReference URI="META-INF/signature.p7s" MimeType="application/pkcs7-signature"/>\r\n'
  while read -r f; do
    printf '<asic:DataObjectReference URI="%s"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>%s</ds:DigestValue></asic:DataObjectReference>\r\n' "$f" "$(openssl dgst -sha256 -binary "$f" | base64 -w0)"
  done <"$W/list"
  printf '</asic:ASiCManifest>\r\n'
} >$M
openssl cms -sign -cades -binary -md sha256 -in $M -signer "$CRT" -inkey "$KEY" ${CA:+-certfile "$CA"} -outform DER \
  -out META-INF/signature.p7s || bad "签不了名，请检查密钥“$3”。"
rm -f "$OUT"; zip -q -X -0 -D "$OUT" mimetype; zip -q -X -0 -D "$OUT" -@ <"$W/list"; zip -q -X -0 -D "$OUT" $M META-INF/signature.p7s
echo "做好了：$4"
