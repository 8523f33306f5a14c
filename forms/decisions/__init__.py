"""decisions: 认定单, 审定单, 数据来源单: what the office decided, where a figure comes from, as papers to sign."""
