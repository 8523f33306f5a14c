"""roster: what the cells of 应报清单 say of a unit, in each period and in this one."""
