"""The file that the launcher of the flex template runs."""

from pipeline.dataflow.launch import main

if __name__ == "__main__":
    main()
