"""papers: pack, request, certificate, receipt, list of duties; every paper that is no return."""
