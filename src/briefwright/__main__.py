"""python -m briefwright."""

from briefwright.cli.app import main

main()
