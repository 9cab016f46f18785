#!/bin/bash
# 核对上报包。用法：bash verify.sh 上报包.zip trust.pem        (Debian: openssl unzip coreutils)
# trust.pem：对方登记过的证书，指纹要先与盖章的登记表逐组核对。最后一行是 OK 才算通过。
set -u; F=$(readlink -f "$1"); T=$(readlink -f "$2"); W=$(mktemp -d); trap 'rm -rf "$W"' EXIT; cd "$W" || exit 1
bad(){ echo "FAIL 未通过，请不要使用这个文件，向发送方要原始文件: $*"; exit 1; }
unzip -Z1 "$F" | LC_ALL=C sort > names || bad "not a zip"
[ -z "$(uniq -d names)" ] || bad "duplicate entries"
grep -qE '(^/|\.\.|\\|[^ -~])' names && bad "unsafe name"
unzip -p "$F" META-INF/ASiCManifest.xml > m.xml; unzip -p "$F" META-INF/signature.p7s > s.p7s
openssl cms -verify -binary -inform DER -in s.p7s -content m.xml -CAfile "$T" -purpose any -signer who.pem -out /dev/null 2>err || bad "signature: $(tail -1 err)"
mkdir d && unzip -q "$F" -d d || bad "unzip"
cd d || exit 1; n=0
tr -d '\r' < ../m.xml | sed -n 's|^<asic:DataObjectReference URI="\([^"]*\)".*<ds:DigestValue>\([^<]*\)</ds:DigestValue></asic:DataObjectReference>$|\1 \2|p' > ../refs
while read -r u v; do n=$((n+1)); [ -f "$u" ] || bad "missing $u"; [ "$(openssl dgst -sha256 -binary "$u" | base64 -w0)" = "$v" ] || bad "digest $u"; done < ../refs
[ "$(grep -o '<asic:DataObjectReference ' ../m.xml | wc -l)" = "$n" ] || bad "manifest lines not understood"
{ cut -d' ' -f1 ../refs; printf 'mimetype\nMETA-INF/ASiCManifest.xml\nMETA-INF/signature.p7s\n'; } | LC_ALL=C sort | diff - ../names >/dev/null || bad "unsigned or missing files"
echo "OK 通过 $n files, signer: $(openssl x509 -in ../who.pem -noout -subject -nameopt utf8,sep_comma_plus) $(openssl x509 -in ../who.pem -noout -fingerprint -sha256)"
