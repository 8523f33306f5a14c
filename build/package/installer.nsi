; The installer: simplified Chinese, one setup, two ways.
;   setup.exe               for the person at the PC: no administrator, into the local programs folder
;   setup.exe /ALLUSERS /S  for everybody on the PC: administrator, Program Files, silent (distribution by a domain)
; Made by build/package/installers.py:
;   makensis -V2 -WX -INPUTCHARSET UTF8 -DVERSION=1.0.0 -DSRC=dist/tanbao -DOUT=setup.exe installer.nsi
; Data lies elsewhere (models: ui/basics/folders.py) and is never touched: neither by an upgrade nor by the uninstaller.
Unicode true
!ifndef VERSION
  !error "VERSION missing"
!endif
!define ID      "TanBao"
!define NAME    "碳报"
!define EXE     "TanBao.exe"
!define UNKEY   "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh

Name "${NAME} ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
SetDateSave off
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
BrandingText "${NAME}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "${NAME}"
VIAddVersionKey /LANG=2052 FileDescription "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 CompanyName "${NAME}"
VIAddVersionKey /LANG=2052 LegalCopyright "MIT"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

Var AllUsers

!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "立即打开${NAME}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; A running program can be renamed but not opened for writing.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "${NAME}正在运行。请先关闭它，再继续；没有改动任何文件。" /SD IDOK
      SetErrorLevel 3
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro ChooseWho
  StrCpy $AllUsers 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    StrCpy $AllUsers 1
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 2 "${NAME}需要64位的Windows 10（1703）或更新的系统；这台电脑是32位，没有安装。"
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse 2 "${NAME}需要Windows 10（1703）或更新的系统；这台电脑的系统太旧，没有安装。"
  ${EndIf}
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < 15063
    !insertmacro Refuse 2 "${NAME}需要Windows 10（1703）或更新的系统；这台电脑是更早的版本，请先更新Windows。没有安装。"
  ${EndIf}
  !insertmacro ChooseWho
  ${If} $AllUsers == 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      !insertmacro Refuse 2 "为所有用户安装需要管理员权限；本人使用不需要，请不带 /ALLUSERS 运行。没有安装。"
    ${EndIf}
    SetShellVarContext all
    ReadRegStr $INSTDIR HKLM "Software\${ID}" "InstallDir"
    ${If} $INSTDIR == ""
      StrCpy $INSTDIR "$PROGRAMFILES64\${ID}"
    ${EndIf}
  ${Else}
    ReadRegStr $INSTDIR HKCU "Software\${ID}" "InstallDir"
    ${If} $INSTDIR == ""
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${ID}"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $AllUsers 0
  ReadRegStr $0 HKLM "Software\${ID}" "InstallDir"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "install"
  !insertmacro RefuseWhileRunning
  SetOutPath "$INSTDIR"
  ; An upgrade replaces the program's own parts only: a file that somebody put beside it stays.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${EXE}"
  File /r /x tanbao-console.exe "${SRC}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${EXE}"
  CreateShortcut "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${EXE}"
  CreateShortcut "$SENDTO\${NAME}.lnk" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "Software\${ID}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "${UNKEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNKEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNKEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNKEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNKEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNKEY}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  !insertmacro RefuseWhileRunning
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; goes only when empty
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$SENDTO\${NAME}.lnk"
  DeleteRegKey SHCTX "${UNKEY}"
  DeleteRegKey SHCTX "Software\${ID}"
  MessageBox MB_OK|MB_ICONINFORMATION "${NAME}已卸载。填报的数据没有删除，仍在原来的文件夹中；窗口设置和日志留在 %LOCALAPPDATA%\${ID}。" /SD IDOK
SectionEnd
