"""``python -m sutja`` is the command ``sutja``."""

from sutja.cli import main

main()
