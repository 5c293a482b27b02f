Attribute VB_Name = "xlwings"
Option Explicit

' A test double of the part of xlwings that starts Python, for LibreOffice: the same names, called in the same way.
' The test says in the environment where the request is left, what is started, and where the answer will be.

Public Function RunPython(PythonCommand As String)
    Dim folder As String
    Dim number As Integer

    folder = Environ("XLPLAN_TEST_FOLDER")
    number = FreeFile()
    Open folder & "/request" For Output As #number
    Print #number, ActiveWorkbook.Name
    Print #number, PythonCommand
    Close #number
    Shell folder & "/run", 0, "", False
    Do While Dir(folder & "/answer") = ""
        DoEvents
        Wait 50
    Loop
    RunPython = 0
End Function

Public Function GetConfig(ConfigName As String, Optional Fallback As String = "") As Variant
    GetConfig = Fallback
    If ConfigName = "INTERPRETER_WIN" Then GetConfig = Environ("XLPLAN_TEST_FOLDER") & "/run"
    If ConfigName = "XLWINGS_VERSION" Then GetConfig = Environ("XLPLAN_TEST_XLWINGS")
End Function
