"""What people type: cleaned, checked, and refused in sentences that name the field."""
