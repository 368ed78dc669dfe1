"""The sample group: an organisation and a ledger to learn and to try with, all invented."""
