INSERT DATA { spid:spacecraft_icube_q dcterms:identifier "2024-083A" }
