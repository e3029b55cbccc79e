# What cannot be a good wheel is refused with what to do: open build requirements, a version that is none, a backend that raises or strays.
needs go
timeout 600
replace libs/core/pyproject.toml "uv_build>=0.9,<1" "kiln-mystery>=1"
$ nx wheel acme-core
! error[BUILD_REQUIREMENT_UNPINNED]
! uv add --group build 'kiln-mystery>=1'
exit fails
write libs/core/pyproject.toml <<EOF
[project]
name = "acme-core"
version = "0.3.0"
requires-python = ">=3.14"

[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff>=0.15"]
typecheck = ["mypy>=2"]

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
EOF
write libs/core/backend.py <<EOF
def build_wheel(folder, settings=None, metadata=None):
    raise RuntimeError("no luck today")
EOF
$ nx wheel acme-core
! error[BACKEND_FAILED] the build backend failed: RuntimeError: no luck today
exit fails
write libs/core/backend.py <<EOF
def build_wheel(folder, settings=None, metadata=None):
    open("../../stray.txt", "w").close()
    open(f"{folder}/acme_core-0.3.0-py3-none-any.whl", "w").close()
    return "acme_core-0.3.0-py3-none-any.whl"
EOF
$ nx wheel acme-core
! error[BACKEND_WRITES_OUTSIDE]
! stray.txt
exit fails
missing dist/libs/core/wheel
