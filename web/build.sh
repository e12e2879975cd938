#!/usr/bin/env bash
# Makes the page of `web/page`: one file, `web/target/dist/index.html` (below CARGO_TARGET_DIR if that is set), that any server
# or none can give to a browser.
set -euo pipefail
cd "$(dirname "$0")"

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
target=wasm32-unknown-unknown
build=(cargo build --release --package digits-page --target "$target")
output="$CARGO_TARGET_DIR"

library="$(rustc --print sysroot)/lib/rustlib/$target/lib"
if [[ ! -d $library ]] && ! rustup target add "$target"; then
    echo "rustup has no library for $target: taking Debian's compiler with its source"
    if ! dpkg -s rustc-web rust-web-src >/dev/null 2>&1; then
        apt-get update
        apt-get install -y --no-install-recommends rustc-web rust-web-src
    fi
    # Debian's compiler belongs to the source that it builds; the linker comes with rustup's.
    host="$(rustc --print host-tuple)"
    PATH="$(rustc --print sysroot)/lib/rustlib/$host/bin:$PATH"
    export PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
    output="$CARGO_TARGET_DIR/debian"
    build+=(-Zbuild-std=core --target-dir "$output")
fi
"${build[@]}"

# The declaration as the page shows it: without what is around the struct, and less deep.
declaration="$(sed -n '/pub struct/,/^    }/s/^    //p' ../networks/src/digits.rs)"
program="$(base64 --wrap=0 "$output/$target/release/digits_page.wasm")"
page="$(<page/assets/index.html)"
page="${page/@STYLE@/"$(<page/assets/style.css)"}"
page="${page/@DECLARATION@/"$declaration"}"
page="${page/@SCRIPT@/"$(<page/assets/page.js)"}"
page="${page/@PROGRAM@/"$program"}"

dist="$CARGO_TARGET_DIR/dist"
mkdir -p "$dist"
printf '%s\n' "$page" >"$dist/index.html"
size="$(stat --format=%s "$dist/index.html")"
echo "$dist/index.html: $size bytes"
if ((size >= 200000)); then
    echo "the page must have less than 200,000 bytes" >&2
    exit 1
fi
