# An index behind a private CA: refused with a hint, built once SSL_CERT_FILE names the authority.
needs go openssl
workspace tiny
cache own
index tls
env UV_DEFAULT_INDEX={index}
locked kiln-probe
$ nx build tiny
! error[DOWNLOAD_FAILED]
! SSL_CERT_FILE
exit fails
missing dist/apps
env SSL_CERT_FILE={ca}
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
$ sh: ! grep -rqF {root} dist
