namespace CbmExchange.Rules.Tests.Size;

/// <summary>The numbers of style.md S1.</summary>
internal static class SizeLimits
{
    /// <summary>No method is longer, ever.</summary>
    public const int MethodLinesMax = 70;

    /// <summary>A method that is longer must stand in ratchet.txt.</summary>
    public const int MethodLinesUsual = 40;

    /// <summary>No file is longer, ever.</summary>
    public const int FileLinesMax = 500;

    /// <summary>A file that is longer must stand in ratchet.txt.</summary>
    public const int FileLinesUsual = 300;

    /// <summary>Characters of a line.</summary>
    public const int LineWidthMax = 120;

    /// <summary>A line with a word this long (a hash, a vector, a signature) may be wider.</summary>
    public const int UnbreakableWordLength = 60;
}
