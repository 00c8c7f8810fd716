namespace CbmExchange.Demo;

/// <summary>What demo.sh says.</summary>
/// <param name="Root">Folder of the repository.</param>
/// <param name="Work">Empty folder with a short path: a Unix socket below it may have 107 bytes.</param>
/// <param name="Once">Tell the story, stop everything, end.</param>
/// <param name="Configuration">Build configuration of the programs.</param>
internal sealed record DemoOptions(string Root, string Work, bool Once, string Configuration)
{
    public const int ExitUsage = 2;

    public static DemoOptions? Read(string[] words)
    {
        if (words is ["--root", var root, "--work", var work, .. var rest] && rest is [] or ["--once"])
        {
            return new DemoOptions(Path.GetFullPath(root), Path.GetFullPath(work), rest is ["--once"], "Release");
        }

        Console.Error.WriteLine("Usage: CbmExchange.Demo --root DIR --work DIR [--once]   (ops/demo.sh calls it)");
        return null;
    }
}
