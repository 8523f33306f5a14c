"""notice: 通报, 更正通报, 专报 and 变动清单: what the office issues as official documents."""
