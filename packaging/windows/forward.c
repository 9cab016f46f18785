/* python3.dll, the stable interface: it only passes every call on to the DLL of the one version, by its .def file. */
int __stdcall DllMain(void *module, unsigned long reason, void *reserved)
{
    (void)module, (void)reason, (void)reserved;
    return 1;
}
