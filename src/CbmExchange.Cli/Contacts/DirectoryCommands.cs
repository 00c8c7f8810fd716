namespace CbmExchange.Cli.Contacts;

/// <summary>The directory as a whole: as a file, and beside somebody else's.</summary>
internal static class DirectoryCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("directory", "All contacts that this node holds: export them, compare them.").With(
            DirectoryExport.Build(context),
            DirectoryDiff.Build(context));
}
