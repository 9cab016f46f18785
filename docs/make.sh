#!/bin/bash
# A department makes a signed package with standard tools only (Debian: openssl zip coreutils).
# usage: make.sh DIR signer.crt signer.key ca.crt OUT.zip      DIR holds package.json, data/…, docs/…; see package-format.md
# A department with a self-signed certificate gives signer.crt twice.
set -eu
D=$1; CRT=$(readlink -f "$2"); KEY=$(readlink -f "$3"); CA=$(readlink -f "$4")
OUT=$(readlink -f "$(dirname "$5")")/$(basename "$5"); L=$(mktemp); M=META-INF/ASiCManifest.xml
cd "$D"; rm -rf META-INF mimetype checksums.sha256; mkdir META-INF
printf 'application/vnd.etsi.asic-e+zip' > mimetype
find . -type f ! -name mimetype ! -path './META-INF/*' -printf '%P\n' | LC_ALL=C sort > "$L"
xargs -d '\n' sha256sum < "$L" > checksums.sha256; echo checksums.sha256 >> "$L"
{ printf '<?xml version="1.0" encoding="UTF-8"?>\r\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\r\n<asic:SigReference URI="META-INF/signature.p7s" MimeType="application/pkcs7-signature"/>\r\n'
  while read -r f; do printf '<asic:DataObjectReference URI="%s"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>%s</ds:DigestValue></asic:DataObjectReference>\r\n' "$f" "$(openssl dgst -sha256 -binary "$f" | base64 -w0)"; done < "$L"
  printf '</asic:ASiCManifest>\r\n'; } > $M
! cmp -s "$CRT" "$CA" || CA=        # a self-signed department has no other certificate to send along
openssl cms -sign -cades -binary -md sha256 -in $M -signer "$CRT" -inkey "$KEY" ${CA:+-certfile "$CA"} -outform DER -out META-INF/signature.p7s
rm -f "$OUT"; zip -q -X -0 -D "$OUT" mimetype; zip -q -X -0 -D "$OUT" -@ < "$L"; zip -q -X -0 -D "$OUT" $M META-INF/signature.p7s; rm "$L"
