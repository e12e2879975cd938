#!/usr/bin/env bash
# Builds a network for a board, runs it in an emulator with inputs that are sent to it, and prints one JSON line about the run.
# Fails if the outputs aren't the bits of the host's portable kernels, if it takes more memory than it may, or if anything is linked that
# could panic or allocate.
#
#   firmware/run.sh NETWORK TARGET [--form FORM] [--slow]
#   firmware/run.sh compare
#   firmware/run.sh planted
#
# NETWORK is `mnist`, `cnn` or `anomaly`; TARGET is `thumbv7em-none-eabihf` (Cortex-M4F) or `thumbv7m-none-eabi` (Cortex-M3, without a
# floating-point unit). FORM is `formwork`, `c` or `c-contracted`: the network's code is then loops in C, for Cortex-M4F alone. With
# `--slow` a Cortex-M3 predicts for as many inputs as the other.
#
# `compare` prints the instructions of all networks in all forms on Cortex-M4F as a table. `planted` builds firmware with an index that
# nobody has checked, and fails if that isn't found.
set -euo pipefail
cd "$(dirname "$0")"

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
source ../.ci/bare_metal

fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

host() {
    cargo run --quiet --release -p firmware-host -- "$@"
}

# Builds firmware with some features for a target, and sets `program`.
build() {
    local target="$1" features="$2"
    bare_metal "$target"
    "${bare_metal_build[@]}" --quiet --profile firmware -p firmware-device --features "$features" >&2
    program="$bare_metal_folder/firmware/firmware"
}

run() {
    local network="$1" target="$2" form="$3" slow="$4" machine count features folder program
    case "$target" in
    thumbv7em-none-eabihf) machine=mps2-an386 slow=1 ;;
    thumbv7m-none-eabi) machine=mps2-an385 ;;
    *) fail "no board for \`$target\`" ;;
    esac
    case "$network" in
    mnist | cnn) count=$((slow ? 100 : 4)) ;;
    anomaly) count=$((slow ? 196 : 4)) ;;
    *) fail "no network \`$network\`" ;;
    esac
    features="$network"
    [[ $form == formwork ]] || features+=",$form"
    [[ $network != mnist ]] || train

    build "$target" "$features"
    folder="$CARGO_TARGET_DIR/firmware-runs/$network-$target-$form"
    mkdir -p "$folder"
    cp "$program" "$folder/firmware.elf"
    [[ $form != formwork ]] || host absence "$folder/firmware.elf" >&2
    host send "$network" "$count" "$folder/inputs"
    rm -f "$folder/outputs"
    (cd "$folder" && qemu-system-arm -M "$machine" -icount shift=0 -display none -serial none -monitor none \
        -semihosting-config enable=on,target=native -kernel firmware.elf) || fail "the firmware has failed"
    host report "$network" "$target" "$form" "$count" "$folder"
}

# Whether an index that nobody has checked is found.
planted() {
    local target program complaint
    for target in thumbv7em-none-eabihf thumbv7m-none-eabi; do
        build "$target" anomaly,planted
        complaint="$(host absence "$program" 2>&1 || true)"
        [[ $complaint == *core::panicking* ]] || fail "the planted index wasn't found: $complaint"
        printf 'found what was planted: %s\n' "$complaint"
    done
}

# The weights of the lecture's classifier are too large to keep and are made in a few seconds.
train() {
    [[ -f target/mnist/mlp.safetensors ]] && return
    cargo run --quiet --release --manifest-path ../Cargo.toml --example mnist -- --data ../examples/data/mnist --epochs 5 >&2
}

if [[ ${1-} == planted ]]; then
    planted
    exit
fi

command -v qemu-system-arm >/dev/null || fail "qemu-system-arm isn't installed (on Debian: apt-get install qemu-system-arm)"

if [[ ${1-} == compare ]]; then
    for network in mnist cnn anomaly; do
        for form in formwork c c-contracted; do
            run "$network" thumbv7em-none-eabihf "$form" 0
        done
    done | host table
    exit
fi

[[ $# -ge 2 ]] || fail "usage: firmware/run.sh NETWORK TARGET [--form FORM] [--slow], or firmware/run.sh compare"
network="$1" target="$2" form=formwork slow=0
shift 2
while [[ $# -gt 0 ]]; do
    case "$1" in
    --form) form="${2-}" && shift ;;
    --slow) slow=1 ;;
    *) fail "unknown option \`$1\`" ;;
    esac
    shift
done
case "$form" in
formwork) ;;
c | c-contracted) [[ $target == thumbv7em-none-eabihf ]] || fail "the loops in C are for thumbv7em-none-eabihf alone" ;;
*) fail "no form \`$form\`" ;;
esac
run "$network" "$target" "$form" "$slow"
