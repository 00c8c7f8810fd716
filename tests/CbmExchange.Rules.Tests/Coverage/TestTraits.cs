using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Coverage;

/// <summary>Which traits the tests of the solution carry, read from their sources.</summary>
internal static partial class TestTraits
{
    /// <summary>All of them, once for each test and trait.</summary>
    public static IReadOnlyList<(string Trait, string Key, string Test)> All { get; } =
    [
        .. (from file in Repository.Under("tests/", ".cs")
            from Match test in Test().Matches(file.Text)
            from Match trait in Trait().Matches(test.Groups["attributes"].Value)
            select (
                trait.Groups["trait"].Value, trait.Groups["key"].Value,
                $"{Path.GetFileNameWithoutExtension(file.Path)}.{test.Groups["test"].Value}")).Distinct(),
    ];

    [GeneratedRegex(
        @"(?<attributes>(?:\[(?:[^\]""]|""(?:[^""\\]|\\.)*"")*\]\s*)+)"
        + @"public\s+(?:async\s+Task|void|Task)\s+(?<test>\w+)")]
    private static partial Regex Test();

    [GeneratedRegex(@"Trait\(""(?<trait>\w+)"",\s*""(?<key>[^""]+)""\)")]
    private static partial Regex Trait();
}
