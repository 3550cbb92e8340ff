#!/usr/bin/env bash
# Two hundred planted worlds: how often the 80% interval of ROI covers the truth. About five minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo test --release --locked -p plan-loyalty --test all -- planted:: --ignored --nocapture
