using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Protocol;

/// <summary>style.md P1, P2, P4, P5.</summary>
public partial class ProtoFileTests
{
    [Fact]
    public void A_package_is_its_folder() =>
        Findings.AssertNone(
            from file in ProtoFile.All
            let folder = file.Path[..file.Path.LastIndexOf('/')]
            where file.Package is null || folder != "proto/" + file.Package.Replace('.', '/')
            select $"{file.Path}: package {file.Package}",
            "Package = folder = version (style.md P1):"
        );

    [Fact]
    public void Generated_code_has_the_namespace_of_its_package() =>
        Findings.AssertNone(
            ProtoFile
                .All.Where(file =>
                    !file.Path.StartsWith("proto/google/", StringComparison.Ordinal)
                    && file.CSharpNamespace?.ToUpperInvariant() != ExpectedNamespace(file)
                )
                .Select(file => $"{file.Path}: {file.CSharpNamespace}"),
            "csharp_namespace is CbmExchange.Contracts.<Package>.V<n>:"
        );

    [Fact]
    public void Enums_begin_with_UNSPECIFIED_and_carry_their_prefix() =>
        Findings.AssertNone(ProtoFile.All.SelectMany(EnumFaults), "Enum rules (style.md P2):");

    [Fact]
    public void Moments_are_timestamps() =>
        Findings.AssertNone(
            from file in ProtoFile.All
            from line in file.Lines
            where BareTime().IsMatch(line)
            select $"{file.Path}: {line.Trim()}",
            "Timestamp and Duration, never bare integers for time (style.md P5):"
        );

    [Fact]
    public void Every_rpc_says_who_may_call_whether_a_repeat_is_harmless_its_limits_and_its_errors() =>
        Findings.AssertNone(
            ProtoFile.All.SelectMany(file => file.Rpcs()).SelectMany(Missing),
            "An rpc's comment is its contract (style.md P4):"
        );

    private static IEnumerable<string> Missing(Rpc rpc)
    {
        // Who may call, and what every method shares, may be said once for the service.
        var both = rpc.Comment + " " + rpc.ServiceComment;
        if (!Caller().IsMatch(both))
        {
            yield return $"{rpc.Name} does not say who may call (caller, officer, peer, role …)";
        }

        if (!Repeat().IsMatch(rpc.Comment))
        {
            yield return $"{rpc.Name} does not say whether a repeat is harmless";
        }

        if (!Errors().IsMatch(rpc.Comment))
        {
            yield return $"{rpc.Name} does not list its errors";
        }

        // Only a stream can grow without bound inside one call; a single message is bounded by the node's message size.
        if (rpc.Streams && !Limits().IsMatch(rpc.Comment))
        {
            yield return $"{rpc.Name} streams and does not say its limits";
        }
    }

    private static string ExpectedNamespace(ProtoFile file) =>
        "CBMEXCHANGE.CONTRACTS."
        + string.Join('.', (file.Package ?? "").Split('.').Skip(1))
            .Replace("_", "", StringComparison.Ordinal)
            .ToUpperInvariant();

    private static IEnumerable<string> EnumFaults(ProtoFile file)
    {
        string? prefix = null;
        var first = false;
        foreach (var line in file.Lines)
        {
            if (EnumStart().Match(line) is { Success: true } start)
            {
                (prefix, first) = (WordEdge().Replace(start.Groups[1].Value, "_").ToUpperInvariant() + "_", true);
            }
            else if (prefix is not null && EnumValue().Match(line) is { Success: true } value)
            {
                var name = value.Groups[1].Value;
                if (first ? name != prefix + "UNSPECIFIED" : !name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return $"{file.Path}: {name} (prefix {prefix})";
                }

                first = false;
            }
            else if (line.TrimStart().StartsWith('}'))
            {
                prefix = null;
            }
        }
    }

    [GeneratedRegex(
        @"\b(callers?|officers?|peers?|roles?|administrators?|anyone|consumers?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Caller();

    [GeneratedRegex(@"\b(repeat(s|ed|ing)?|again|idempotent|client_command_id|command id)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Repeat();

    [GeneratedRegex(@"\berrors?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Errors();

    [GeneratedRegex(@"\b(limits?|at most|no more than|page_size)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Limits();

    [GeneratedRegex(@"^\s*enum (\w+)")]
    private static partial Regex EnumStart();

    [GeneratedRegex(@"^\s*([A-Z][A-Z0-9_]*) = \d+")]
    private static partial Regex EnumValue();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordEdge();

    [GeneratedRegex(@"^\s*(u?int|s?fixed|sint)(32|64) \w*(_at|_time|_timestamp|_millis|_seconds|_until|_since) =")]
    private static partial Regex BareTime();
}
