"""The pages of the work plans: the editor of a draft, its publication, its versions, and trying it out."""
