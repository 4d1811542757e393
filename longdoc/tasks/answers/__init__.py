"""Questions → answers: candidates with their confidence become exact quotations, or no answer."""
