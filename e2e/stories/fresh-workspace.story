# In a workspace that never heard of Python, `nx add` registers the plugin.
needs go
workspace fresh
cache own
timeout 600
$ npm install --save-dev nx@24.0.6
$ nx add nx-kiln
$ sh: grep nx-kiln nx.json
