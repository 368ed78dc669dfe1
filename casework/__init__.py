"""What people and clocks do: one function per command, one transaction each."""
