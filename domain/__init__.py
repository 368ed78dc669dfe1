"""The words everybody uses: terms, forms, facts, people, errors, time and ids."""
