//! The workspace: files on disk, open documents, projects, who imports whom.
