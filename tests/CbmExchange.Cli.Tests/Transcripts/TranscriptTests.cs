using System.Reflection;

namespace CbmExchange.Cli.Tests.Transcripts;

/// <summary>Plays every file of Transcripts/. UPDATE_TRANSCRIPTS=1 writes what happened instead of comparing.</summary>
public sealed class TranscriptTests
{
    private static string Folder => Path.Combine(
        typeof(TranscriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "RepositoryRoot").Value!,
        "tests", "CbmExchange.Cli.Tests", "Transcripts");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_session_reads_as_written(string name)
    {
        var file = Path.Combine(Folder, $"{name}.txt");
        var written = await File.ReadAllTextAsync(file);

        var played = (await new Transcript(written.TrimEnd('\n').Split('\n')).PlayAsync()).TrimEnd('\n') + "\n";

        if (Environment.GetEnvironmentVariable("UPDATE_TRANSCRIPTS") is "1")
        {
            await File.WriteAllTextAsync(file, played);
            return;
        }

        Assert.Equal(written, played);
    }
}
