"""Makes every frozen table again and says whether one changed: `make golden`.

Each `make_*.py` names the packages that it needs (PyTorch, optax, ...); they are not part of any extra.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def tables():
    return {path.name: path.read_bytes() for path in HERE.glob("*.json")}


before, failed = tables(), False
for script in sorted(HERE.glob("make_*.py")):
    print(f"{script.name} ...", flush=True)
    done = subprocess.run([sys.executable, str(script)], stderr=subprocess.PIPE, text=True)
    if done.returncode:
        failed = True
        print(f"  not made: {done.stderr.strip().splitlines()[-1]}")
after = tables()
changed = sorted(name for name in after if after[name] != before.get(name))
print("changed: " + ", ".join(changed) if changed else "No table changed.")
sys.exit(bool(changed) or failed)
