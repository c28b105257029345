"""From checked facts to a site: pages and downloads, through MkDocs or as a project for other tools."""
