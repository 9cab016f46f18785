"""What comes back from departments and experts: whose keys are believed, opening files, demands, changing the key."""
