using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Protocol;

/// <summary>A protocol file, read line by line: comments are what these rules are about.</summary>
internal sealed partial class ProtoFile
{
    private ProtoFile(SourceFile file)
    {
        Path = file.Path;
        Lines = file.Lines;
        Package = First(PackageLine());
        CSharpNamespace = First(NamespaceLine());
    }

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The lines.</summary>
    public string[] Lines { get; }

    /// <summary>Package, or null.</summary>
    public string? Package { get; }

    /// <summary>The option, or null.</summary>
    public string? CSharpNamespace { get; }

    /// <summary>Every file under proto/.</summary>
    public static IEnumerable<ProtoFile> All =>
        Repository.Under("proto/", ".proto").Select(file => new ProtoFile(file));

    /// <summary>Every rpc with the comment right above it and the comment of its service.</summary>
    public IEnumerable<Rpc> Rpcs()
    {
        var serviceComment = "";
        for (var index = 0; index < Lines.Length; index++)
        {
            if (ServiceLine().IsMatch(Lines[index]))
            {
                serviceComment = CommentAbove(index);
            }

            if (RpcLine().Match(Lines[index]) is { Success: true } match)
            {
                // A long signature goes on on the next line.
                var signature = Lines[index] + (index + 1 < Lines.Length ? Lines[index + 1] : "");
                var streams = signature.Split(';', '{')[0].Contains("stream ", StringComparison.Ordinal);
                yield return new Rpc($"{Path}: {match.Groups[1].Value}", streams, CommentAbove(index), serviceComment);
            }
        }
    }

    private string CommentAbove(int index)
    {
        var first = index;
        while (first > 0 && Lines[first - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
        {
            first--;
        }

        return string.Join(' ', Lines[first..index].Select(line => line.TrimStart().TrimStart('/').Trim()));
    }

    private string? First(Regex pattern) =>
        Lines.Select(line => pattern.Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    [GeneratedRegex(@"^package ([a-z0-9_.]+);")]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"^option csharp_namespace = ""([A-Za-z0-9.]+)"";")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^service \w+")]
    private static partial Regex ServiceLine();

    [GeneratedRegex(@"^\s*rpc (\w+)")]
    private static partial Regex RpcLine();
}

/// <summary>An rpc and what is said of it.</summary>
internal sealed record Rpc(string Name, bool Streams, string Comment, string ServiceComment);
