# What links lead to ships; what lies out of the workspace is never served from a cache; a daemon's old graph is not believed.
workspace tiny
timeout 600
write shared/x.txt <<EOF
x
EOF
$ sh: mkdir {root}/outside && echo one > {root}/outside/a.txt
$ sh: ln -s ../../../../shared apps/tiny/src/tiny/shared && ln -s {root}/outside apps/tiny/src/tiny/outside
$ nx run tiny:bytecode
$ sh: cd dist/apps/tiny/bytecode/tiny && cat shared/x.txt outside/a.txt && test ! -L shared && test ! -L outside
> x
> one
$ nx run tiny:bytecode
not existing outputs match
not local cache
$ sh: echo two > {root}/outside/a.txt
$ nx run tiny:bytecode
$ sh: cat dist/apps/tiny/bytecode/tiny/outside/a.txt
> two
$ nx show project tiny --json
> no key sees what apps/tiny/src/tiny/outside leads to
# Also where a team's defaults cache everything.
write nx.json <<EOF
{ "analytics": false, "neverConnectToCloud": true, "plugins": ["nx-kiln"], "targetDefaults": { "bytecode": { "cache": true } } }
EOF
$ nx run tiny:bytecode
$ sh: echo three > {root}/outside/a.txt
$ nx run tiny:bytecode
$ sh: cat dist/apps/tiny/bytecode/tiny/outside/a.txt
> three
# A circle would never end.
$ sh: rm apps/tiny/src/tiny/outside && ln -s .. apps/tiny/src/tiny/circle
$ nx run tiny:bytecode
! error[TREE_INVALID]
! apps/tiny/src/tiny/circle leads in a circle
exit fails
$ sh: rm apps/tiny/src/tiny/circle
$ nx run tiny:bytecode
# A daemon, here with the plugin in its own process, hears nothing of links to folders: refused at most once, never served wrong.
env NX_DAEMON=true
$ nx run tiny:bytecode
$ sh: rm apps/tiny/src/tiny/shared && sleep 1
$ sh: nx run tiny:bytecode || nx run tiny:bytecode
missing dist/apps/tiny/bytecode/tiny/shared
$ sh: ln -s ../../../../shared apps/tiny/src/tiny/again && sleep 1
$ sh: nx run tiny:bytecode || nx run tiny:bytecode
exists dist/apps/tiny/bytecode/tiny/again/x.txt
$ nx daemon --stop
