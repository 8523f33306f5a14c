# Freezes 碳报 on a Windows PC (10 or newer, 64 bit, Python 3.11 from python.org) and makes the installers.
# NOT RUN BY ITS AUTHORS: they develop on Linux. Follow build/package/windows/first-windows-run.md and write down what happens.
#   powershell -ExecutionPolicy Bypass -File build\package\windows\windows.ps1
# Needs: Python 3.11 (py -3.11), and NSIS 3 for the setup (makensis on PATH; without it only the program is made).
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..\..')
$env:PYTHONUTF8 = '1'
$env:PYTHONHASHSEED = '0'
$env:SOURCE_DATE_EPOCH = '1577836800'

# Typefaces made on Linux by `build/tasks.py package --make-fonts fonts`, if they were brought to fonts\.
$fonts = @()
if (Test-Path fonts) { $fonts = '--fonts', 'fonts' }
py -3.11 build\tasks.py package @fonts
if ($LASTEXITCODE) { throw "package: exit $LASTEXITCODE" }

$frozen = 'dist\tanbao'
foreach ($platform in 'windows', 'offscreen') {
    $env:QT_QPA_PLATFORM = $platform
    $answer = "dist\selftest-$platform.json"
    $run = Start-Process "$frozen\TanBao.exe" -ArgumentList '--selftest', $answer -Wait -PassThru
    Get-Content $answer -Encoding UTF8
    if ($run.ExitCode) { throw "self-test on $platform failed" }
}
Remove-Item Env:QT_QPA_PLATFORM

if (Get-Command makensis -ErrorAction SilentlyContinue) {
    # To sign: set TANBAO_CERTIFICATE and TANBAO_KEY to two PEM files (osslsigncode on PATH).
    $sign = @()
    if ($env:TANBAO_CERTIFICATE) { $sign = '--certificate', $env:TANBAO_CERTIFICATE, '--key', $env:TANBAO_KEY }
    .venv\Scripts\python.exe build\package\installers.py $frozen dist @sign
    if ($LASTEXITCODE) { throw "installers: exit $LASTEXITCODE" }
    Get-Content dist\SHA256.txt -Encoding UTF8
} else {
    Write-Host 'makensis is not on PATH: no setup was made'
}
