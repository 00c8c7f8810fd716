using System.Globalization;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>What a figure has to reach, as agreed before it was measured.</summary>
/// <param name="What">What is measured, in the words of a reader of the README.</param>
/// <param name="IsShort">True for those that the README of the house shows.</param>
/// <param name="IsRatio">True when the ratio is judged, not the value.</param>
/// <param name="AtLeast">Lower bound; null where more is worse.</param>
/// <param name="AtMost">Upper bound; null where more is better.</param>
internal sealed record Must(
    string What, bool IsShort = false, bool IsRatio = false, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>By the key of the figure.</summary>
    public static readonly IReadOnlyDictionary<string, Must> ByKey = new Dictionary<string, Must>
    {
        ["append.c1"] = new("Durable appends, 1 caller"),
        ["append.c32"] = Ratio("Durable appends, 32 callers", 1),
        ["append.c256"] = Ratio("Durable appends, 256 callers", 4) with { IsShort = true },
        ["append.batch100"] = Ratio("Appends of 100 events each", 0.8),
        ["append.follow.p50"] = Value("Append until a follower has seen it, median", 10),
        ["append.follow.p99"] = Value("Append until a follower has seen it, p99", 60) with { IsShort = true },
        ["publish.r193"] = Value("Clear and release to 193 recipients", 150) with { IsShort = true },
        ["publish.signatures"] = Value("Statement signatures for 193 recipients", 1),
        ["publish.c256"] = Ratio("Releases, 256 publishers at once", 0.4) with { IsShort = true },
        ["catchup"] = Ratio("A new peer verifies and stores", 0.3) with { IsShort = true },
        ["catchup.noop.ms"] = Value("Asking a peer for nothing new", 50),
        ["catchup.noop.bytes"] = Value("Asking a peer for nothing new", 2_048) with { IsShort = true },
        ["live.p99"] = Value("Release until stored at 100 peers, p99", 1_000) with { IsShort = true },
        ["live.57.answered"] = Value("Release to 57 members until answered, p99", 200),
        ["live.57.p99"] = Value("Release until delivered to 57 members, p99", 500) with { IsShort = true },
        ["desk.first.kb"] = Value("First page of the duty desk", 60) with { IsShort = true },
        ["desk.first.paint"] = Value("First page painted in Chromium", 300) with { IsShort = true },
        ["desk.cases"] = Value("Page of cases opened, among 10,000", 500),
        ["lookup.inproc.p99"] = Value("Whom do I call, in process, p99", 1) with { IsShort = true },
        ["lookup.dark.p99"] = Value("Whom do I call, PostgreSQL stopped, p99", 1) with { IsShort = true },
        ["lookup.inproc.misspelt.p99"] = Value("The same by misspelt name", 1),
        ["lookup.inproc.100k.p99"] = Value("The same among 100,000 contacts", 1),
        ["lookup.inproc.misspelt.100k.p99"] = Value("The same, misspelt, among 100,000 contacts", 1),
        ["lookup.grpc.p99"] = Value("Whom do I call, over gRPC, 32 callers, p99", 10) with { IsShort = true },
        ["lookup.grpc.misspelt.p99"] = Value("The same by misspelt name", 10),
        ["lookup.grpc.100k.p99"] = Value("The same among 100,000 contacts", 10),
        ["lookup.grpc.misspelt.100k.p99"] = Value("The same, misspelt, among 100,000 contacts", 10),
        ["rebuild"] = Ratio("Views rebuilt from zero", 0.3) with { IsShort = true },
        ["years.rebuild"] = Value("Views of 20 years of 57 States rebuilt, in seconds", 300),
        ["start.ms"] = Value("Start until ready", 3_000),
        ["start.ms.postgres"] = Value("Start until ready, PostgreSQL started first", 3_000) with { IsShort = true },
        ["start.rss_mb"] = Value("Memory of the node, 100,000 events", 300) with { IsShort = true },
    };

    /// <summary>As a table says it; empty when nothing was agreed.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{(AtLeast is { } least ? $"≥ {least:0.##}" : AtMost is { } most ? $"≤ {most:0.##}" : "")}")
        + (IsRatio ? " × limit" : "");

    /// <summary>True when the figure reaches it, or nothing was agreed.</summary>
    public bool IsMet(Figure figure)
    {
        var judged = IsRatio ? figure.Ratio ?? 0 : figure.Value;
        return (AtLeast is not { } least || judged >= least) && (AtMost is not { } most || judged <= most);
    }

    private static Must Ratio(string what, double atLeast) => new(what, IsRatio: true, AtLeast: atLeast);

    private static Must Value(string what, double atMost) => new(what, AtMost: atMost);
}
