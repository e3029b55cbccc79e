# targetDefaults that replace inferred inputs would make wrong cache hits: refused, with the way out.
workspace tiny
write nx.json <<EOF
{ "analytics": false, "neverConnectToCloud": true, "plugins": ["nx-kiln"], "targetDefaults": { "build": { "inputs": ["default"] } } }
EOF
$ nx build tiny
! error[INPUTS_OVERRIDDEN]
! tiny:build
! "..."
exit fails
missing dist/apps
