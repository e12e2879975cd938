#!/usr/bin/env bash
# Makes the page of `web/page`: one file, `web/index.html` in the folder of build artefacts, that any server or none can give to a
# browser.
set -euo pipefail
cd "$(dirname "$0")"

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
source ../.ci/bare_metal
bare_metal wasm32-unknown-unknown
"${bare_metal_build[@]}" --release --package digits-page

# The declaration as the page shows it: without what is around the struct, and less deep.
declaration="$(sed -n '/pub struct/,/^    }/s/^    //p' ../networks/src/digits.rs)"
program="$(base64 --wrap=0 "$bare_metal_folder/release/digits_page.wasm")"
page="$(<page/assets/index.html)"
page="${page/@STYLE@/"$(<page/assets/style.css)"}"
page="${page/@DECLARATION@/"$declaration"}"
page="${page/@SCRIPT@/"$(<page/assets/page.js)"}"
page="${page/@PROGRAM@/"$program"}"

mkdir -p "$CARGO_TARGET_DIR/web"
file="$CARGO_TARGET_DIR/web/index.html"
printf '%s\n' "$page" >"$file"
size="$(stat --format=%s "$file")"
echo "$file: $size bytes"
if ((size >= 200000)); then
    echo "the page must have less than 200,000 bytes" >&2
    exit 1
fi
