import java.io.File;
import java.security.cert.X509Certificate;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.poifs.crypt.dsig.SignatureConfig;
import org.apache.poi.poifs.crypt.dsig.SignatureInfo;
import org.apache.poi.poifs.crypt.dsig.SignaturePart;

/**
 * Asks Apache POI about the package signatures of workbooks: one line per book, its fields parted by tabs.
 *
 * <p>verifySignature, number of signatures, then the subjects of the signer's certificate chain, leaf first. A book that
 * POI cannot judge makes the line "error" with the exception's words; a book without a signature has number 0.
 */
public final class PoiVerify {
    private PoiVerify() {}

    public static void main(String[] books) {
        for (String book : books) {
            System.out.println(said(new File(book)));
        }
    }

    private static String said(File book) {
        try {
            OPCPackage opened = OPCPackage.open(book, PackageAccess.READ);
            try {
                return judged(opened);
            } finally {
                opened.revert(); // close() would want to save
            }
        } catch (Exception | LinkageError error) { // LinkageError: a schema class that POI's package lacks
            return "error\t" + error;
        }
    }

    private static String judged(OPCPackage opened) {
        SignatureConfig config = new SignatureConfig();
        config.setOpcPackage(opened);
        SignatureInfo info = new SignatureInfo();
        info.setSignatureConfig(config);
        boolean valid = info.verifySignature();
        int count = 0;
        StringBuilder chain = new StringBuilder();
        for (SignaturePart part : info.getSignatureParts()) {
            count++;
            if (part.validate()) { // POI names the chain of a valid signature only
                for (X509Certificate one : part.getCertChain()) {
                    chain.append('\t').append(one.getSubjectX500Principal().getName());
                }
            }
        }
        return valid + "\t" + count + chain;
    }
}
