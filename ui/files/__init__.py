"""files: asks for files and folders, in dialogs that change nothing on the disk."""
