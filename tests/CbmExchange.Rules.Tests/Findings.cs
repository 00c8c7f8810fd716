namespace CbmExchange.Rules.Tests;

/// <summary>Reports all breaks of a rule at once, so that one run is enough to mend them.</summary>
internal static class Findings
{
    /// <summary>Fails with one line per finding, below a sentence that says what is wanted.</summary>
    public static void AssertNone(IEnumerable<string> findings, string wanted)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{wanted}\n  {string.Join("\n  ", all)}");
    }
}
