using CbmExchange.Node.Home;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>Found by the fuzzer: what an instance file leaves open is refused, never settled by chance.</summary>
public sealed class InstanceFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("\"memberships\": [", "\"memberships\": [null,")]
    [InlineData("\"designator\": \"XB\"", "\"designator\": null")]
    [InlineData("\"text\": \"Xandria\"", "\"txet\": \"Xandria\"")]
    [InlineData("\"designator\": \"XB\"", "\"designator\": \"XB\", \"designator\": \"XC\"")]
    public void A_missing_or_doubled_value_is_refused(string right, string wrong)
    {
        var text = File.ReadAllText(TestHome.InstanceFile);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(right, text, StringComparison.Ordinal);
        var fault = Assert.Throws<StartupException>(() => InstanceFile.Read(path));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }
}
