"""The pages for everybody: home, figures, privacy notice, verification of a paper."""
