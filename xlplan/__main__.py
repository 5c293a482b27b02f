"""`python -m xlplan`: the same as the command `xlplan`."""

from xlplan.cli import main

if __name__ == "__main__":
    main()
