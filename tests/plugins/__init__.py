"""What every test run stands on: real services, a closed network, a browser where there is one."""
